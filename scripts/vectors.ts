import { main } from '../test/vectors/main.ts';

/** `npm run -s vectors -- contract <folder>`: runs a folder of test vectors through the real engine. */
process.exitCode = await main(process.argv.slice(2), (line) => console.log(line));
