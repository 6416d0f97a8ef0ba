/** Loaded only where yargs has something to say; the build makes a file of its own of it. */
export { default as yargs } from 'yargs';
