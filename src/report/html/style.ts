/** The colours, light and dark; each pair of text and ground that is used has a contrast of 4.5 or more (WCAG 2.2, 1.4.3). */
const COLOURS = `
:root{color-scheme:light dark;--bg:#fff;--raised:#f6f7f8;--line:#d9dde1;--text:#1b1f24;--dim:#545d68;--accent:#1f5fbf;--e:#a61b12;--eb:#fdecea;--w:#7a4d00;--wb:#fdf3dc;--i:#27568f;--ib:#e8f0fa;--u:#4f5660;--ub:#eceef1;--g:#1c6b37;--gb:#e5f4ea;--old:#a9b2bd;--new:#2f74d0;--hatch:#b9d2f3;--code:#f3f4f6}
@media(prefers-color-scheme:dark){:root{--bg:#14171a;--raised:#1c2024;--line:#363c43;--text:#e5e8eb;--dim:#a7b0ba;--accent:#8ab8ff;--e:#ff9d94;--eb:#43201d;--w:#f4c25c;--wb:#3b2e12;--i:#9cc4ff;--ib:#1d2d44;--u:#bcc4cd;--ub:#2b3036;--g:#88d79c;--gb:#193524;--old:#68727d;--new:#6ea8fe;--hatch:#2c476e;--code:#1f2429}}`;

const TEXT = `
*{box-sizing:border-box}
html{font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif;background:var(--bg);color:var(--text);-webkit-text-size-adjust:100%}
body{margin:0 auto;max-width:76rem;padding:0 1rem 2rem;overflow-wrap:anywhere}
h1,h2,h3,h4,p,ul,ol,dl,dd,pre{margin:0}
h1{font-size:1.55rem;line-height:1.25;font-weight:650;letter-spacing:-.01em;text-wrap:balance;margin:.2rem 0}
h2{font-size:1.08rem;font-weight:650;margin:2.2rem 0 .6rem}
h3{font-size:1rem;font-weight:600;display:inline}
h4{font-size:.93rem;font-weight:600;line-height:1.4}
a{color:var(--accent);text-underline-offset:.15em}
code,pre,.path li,.pl{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace;font-size:.86em}
pre code{font-size:1em}
small{font-size:.82rem}
ul,ol{padding-left:1.15rem}
.sr{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.skip{position:absolute;left:-99rem}
.skip:focus{left:1rem;top:.5rem;background:var(--bg);padding:.3rem .6rem;z-index:9}
:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
[hidden]{display:none!important}
header{padding:1.6rem 0 .4rem}
.kick,.id,.at,.docs,.note,.none,footer,.legend,.more,.touches{color:var(--dim);font-size:.86rem}
footer{margin-top:3rem;border-top:1px solid var(--line);padding-top:.8rem}`;

const MARKS = `
.m{display:inline-grid;place-items:center;min-width:1.45em;height:1.45em;padding:0 .3em;border-radius:.3em;font:700 .78em/1 ui-monospace,Menlo,Consolas,"DejaVu Sans Mono",monospace;margin-right:.5em;vertical-align:.08em;flex:none}
h1 .m{font-size:.72em;vertical-align:.14em}
.m.e,td.e{background:var(--eb);color:var(--e)}
.m.w,td.w{background:var(--wb);color:var(--w)}
.m.i,td.i{background:var(--ib);color:var(--i)}
.m.u,td.u{background:var(--ub);color:var(--u)}
.m.g{background:var(--gb);color:var(--g)}td.g{color:var(--g)}
.m.n,td.n{color:var(--dim)}.m.n{border:1px solid var(--line)}`;

const TOOLS = `
#tools{position:sticky;top:0;z-index:5;display:flex;flex-wrap:wrap;gap:.45rem .6rem;align-items:center;padding:.6rem 0;background:var(--bg);border-bottom:1px solid var(--line)}
#tools>div{display:flex;flex-wrap:wrap;gap:.3rem}
#q::placeholder{color:var(--dim);opacity:1}
#q{flex:1 1 16rem;min-width:0;font:inherit;color:inherit;background:var(--raised);border:1px solid var(--dim);border-radius:.4rem;padding:.38rem .6rem}
button{font:inherit;font-size:.86rem;color:var(--text);background:var(--raised);border:1px solid var(--line);border-radius:.4rem;padding:.28rem .55rem;cursor:pointer}
button:hover{border-color:var(--dim)}
button[aria-pressed=true]{border-color:var(--accent);box-shadow:inset 0 0 0 1px var(--accent)}
button .n{color:var(--dim);font-variant-numeric:tabular-nums}
#shown{color:var(--dim);font-size:.86rem;flex:none}`;

const MATRIX = `
.legend span{white-space:nowrap;margin-right:.8em}.legend .m{margin-right:.3em}
.wide{overflow:auto;max-height:30rem;border:1px solid var(--line);border-radius:.5rem;margin-top:.5rem}
table{border-collapse:separate;border-spacing:0;font-size:.86rem}
#matrix{min-width:100%}
thead th{position:sticky;top:0;background:var(--bg);z-index:2;border-bottom:1px solid var(--line);vertical-align:bottom;padding:.4rem .2rem;font-weight:500}
thead abbr{writing-mode:vertical-rl;transform:rotate(180deg);text-decoration:none;white-space:nowrap;font-size:.82rem}
th:first-child{position:sticky;left:0;text-align:left;background:var(--bg);padding:.16rem .7rem;border-right:1px solid var(--line);font-weight:500;min-width:8rem;max-width:20rem}
thead th:first-child{z-index:3}
td{text-align:center;min-width:1.9rem;padding:.16rem .2rem;border:1px solid var(--bg);border-radius:.35rem;font:600 .86em ui-monospace,Menlo,Consolas,"DejaVu Sans Mono",monospace}
tbody tr:hover th,tbody tr:hover td:not([class]){background:var(--raised)}`;

const SERVICES = `
.s{border:1px solid var(--line);border-radius:.5rem;margin:.5rem 0;content-visibility:auto;contain-intrinsic-size:auto 3.4rem;scroll-margin-top:7rem}
.s>summary{padding:.55rem .8rem;cursor:pointer;display:flex;flex-wrap:wrap;align-items:baseline;gap:.1rem .7rem;list-style:none;border-radius:.5rem}
.s>summary::-webkit-details-marker{display:none}
.s>summary::before{content:"";width:.42em;height:.42em;border:solid var(--dim);border-width:0 2px 2px 0;transform:rotate(-45deg);align-self:center;flex:none;margin-right:-.1rem}
.s[open]>summary::before{transform:rotate(45deg)}
.s>summary:hover{background:var(--raised)}
.s>summary .m{margin-right:-.15rem}
.v{font-size:.86rem;color:var(--dim)}
.s.e .v{color:var(--e)}.s.w .v{color:var(--w)}
.c{margin-left:auto;display:flex;flex-wrap:wrap;gap:0 .8em;font-size:.82rem;color:var(--dim);font-variant-numeric:tabular-nums}
.c span{white-space:nowrap}.c .e{color:var(--e)}.c .w{color:var(--w)}.c .i{color:var(--i)}
.gist{flex:1 0 100%;color:var(--dim);font-size:.86rem;padding-left:1.1rem;display:-webkit-box;-webkit-line-clamp:1;-webkit-box-orient:vertical;overflow:hidden}
.s[open] .gist{display:none}
.body{padding:.1rem .8rem .9rem;border-top:1px solid var(--line)}
.body>*{margin-top:.7rem}
details details>summary,.sup>summary,.unk summary{cursor:pointer;color:var(--dim);font-size:.86rem}`;

const FINDINGS = `
.f{border-left:3px solid var(--line);padding:.1rem 0 .1rem .8rem;scroll-margin-top:7rem}
.f.e{border-color:var(--e)}.f.w{border-color:var(--w)}.f.i{border-color:var(--i)}
.f>*{margin-top:.4rem}.f>h4{margin-top:0}
.at{display:flex;flex-wrap:wrap;gap:.05rem .8em;align-items:baseline}.at code{color:var(--text)}#shared h3{font-size:.93rem;flex:1 1 11rem}#shared .v{color:var(--dim)}
.why,.evh,.ev{font-size:.93rem}.ev li{margin:.1rem 0}
pre{background:var(--code);border-radius:.4rem;padding:.5rem .7rem;overflow-x:auto;line-height:1.45;tab-size:2}
.frame{white-space:pre}
.fix{font-size:.93rem}.fix>*{margin-top:.3rem}
.fix b,.why b,.evh{font-weight:600;margin-right:.3em}
.safe{color:var(--g);background:var(--gb);border-radius:.3em;padding:.05em .4em;font-size:.82rem;white-space:nowrap}
.edit{padding-left:1rem}
.k{position:relative;white-space:pre-wrap;max-height:20rem;padding-right:4.6rem}
.k button{position:absolute;top:.3rem;right:.3rem;background:var(--bg);padding:.1rem .5rem;font-family:system-ui,sans-serif}
.one{font-size:.93rem;padding-top:0;padding-bottom:0}.one small{color:var(--dim)}
.sup li{margin:.3rem 0}.sup small{color:var(--dim)}
.list{list-style:none;padding:0}.list li{margin:.35rem 0}
.want{font-size:.93rem}.unk details{margin-top:.3rem;font-size:.9rem}`;

const FIGURES = `
.figs{display:grid;gap:.9rem}
.fig{font-size:.93rem;background:var(--raised);border-radius:.5rem;padding:.7rem .8rem}
.fig>*{margin-top:.55rem}.fig>h4{margin-top:0}
.path{list-style:none;padding:0 0 0 1.5rem;display:flex;flex-wrap:wrap;gap:.3rem 1.5rem}.path+.sr+.path{border-top:1px solid var(--line);padding-top:.55rem}.path li:first-child{margin-left:-1.5rem}
.path li{position:relative;background:var(--bg);border:1px solid var(--dim);border-radius:.4rem;padding:.2rem .55rem .3rem;max-width:100%}
.path small{display:block;font:500 .74rem/1.4 system-ui,sans-serif;color:var(--dim)}
.path li+li::before{content:"\\2192";position:absolute;left:-1.28rem;top:50%;transform:translateY(-50%);color:var(--dim);font-family:system-ui,sans-serif}
.path .x{border:2px solid var(--e);background:var(--eb);color:var(--e);font-weight:600}
.path .x small{color:var(--e);font-weight:700}.path .x small::before{content:"\\2715\\a0"}
.path .q{border-style:dashed;color:var(--dim)}.path .q small::before{content:"?\\a0";font-weight:700}
.path .o{border-style:dashed;color:var(--dim)}
.path .t{border-color:var(--g);background:var(--gb);color:var(--g);font-weight:600}
.path .t small{color:var(--g)}.path .t small::before{content:"\\2713\\a0"}
.nums{display:flex;flex-wrap:wrap;gap:.1rem 1.3rem;font-size:.86rem}
.nums div{display:flex;gap:.4em}.nums dt{color:var(--dim)}.nums dd{font-variant-numeric:tabular-nums}
.two{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,24rem),1fr));gap:.8rem 2rem}.two>div>*+*{margin-top:.5rem}
.chart{display:grid;grid-template-columns:92px minmax(0,1fr)}
svg text{font:11px system-ui,sans-serif;fill:var(--dim)}
.axis text{text-anchor:end}.plot text{text-anchor:middle}
.plot{overflow:visible}
.plot .o,.hb{fill:var(--old)}.plot .h{fill:var(--new)}.plot .n{fill:url(#hatch);stroke:var(--new)}
.hb{fill:var(--hatch)}.hf{fill:var(--new)}
.plot line{stroke:var(--dim);stroke-width:1}
.plot .floor,.plot .ceiling{stroke:var(--e);stroke-dasharray:5 3}.plot .desired{stroke-dasharray:1 3}
.key{font-size:.82rem;color:var(--dim)}
.key span{white-space:nowrap;margin-right:1.1em}
.key span::before{content:"";display:inline-block;width:.8em;height:.8em;margin-right:.4em;vertical-align:-.06em;background:var(--old);border:1px solid var(--old)}
.key .h::before{background:var(--new);border-color:var(--new)}
.key .n::before{background:repeating-linear-gradient(135deg,var(--new) 0 2px,var(--hatch) 2px 5px);border-color:var(--new)}
.steps{font-size:.86rem}.gap{list-style:none;color:var(--dim)}
.stop{color:var(--e);font-weight:600}
.dash{border:1px dashed var(--dim);border-radius:.4rem;padding:.4rem .6rem}
.rooms{font-size:.86rem}`;

const NARROW = `
@media(max-width:40rem){body{padding:0 .75rem 2rem}h1{font-size:1.3rem}.c{margin-left:1.1rem;flex-basis:100%}.path{flex-direction:column;align-items:flex-start;gap:1.25rem;padding-left:0}.path li:first-child{margin-left:0}.path li+li::before{content:"\\2193";left:.7rem;top:-.72rem}.ev{padding-left:1rem}#tools{position:static}.f,.s{scroll-margin-top:1rem}.k{padding-right:.7rem;padding-top:2.1rem}}`;

const PRINT = `
@media print{:root{--bg:#fff;--raised:#fff;--line:#bbb;--text:#000;--dim:#444;--accent:#000;--e:#8c150d;--eb:#fff;--w:#6b4300;--wb:#fff;--i:#1d4474;--ib:#fff;--u:#444;--ub:#fff;--g:#155229;--gb:#fff;--old:#999;--new:#3b6fb5;--hatch:#cfdff3;--code:#f4f4f4}
html{font-size:10pt;print-color-adjust:exact;-webkit-print-color-adjust:exact}body{max-width:none;padding:0}
#tools,.skip,.k button{display:none!important}
.wide{max-height:none;overflow:visible;border:0}thead th,th:first-child{position:static}
details::details-content{content-visibility:visible;height:auto;display:block}
.s{content-visibility:visible;border:0;border-top:1px solid var(--line);border-radius:0}.gist{display:none}
pre,.frame{white-space:pre-wrap}.k{max-height:none}.fig,.path,.fix,pre{break-inside:avoid}h2,h3,h4,summary{break-after:avoid}
.docs a::after{content:" (" attr(href) ")"}a{text-decoration:none}}`;

/** The one style of the page, as it stands in it. */
export const STYLE = [COLOURS, TEXT, MARKS, TOOLS, MATRIX, SERVICES, FINDINGS, FIGURES, NARROW, PRINT]
  .join('')
  .trim();
