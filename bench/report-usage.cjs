/** Required into a measured process: tells on descriptor 3 what the kernel counted for it. */
const { writeSync } = require('node:fs');

process.on('exit', () => writeSync(3, JSON.stringify(process.resourceUsage())));
