/**
 * `npm run cluster -- --problem 1 --file stars.fits --ra 295.33 --dec 40.19`: solves one of the problems on a table of stars, or, where no
 * file is named, on a simulated field; prints what was found and writes the table back with the membership of every star.
 */
import { cluster } from "./command.js";

await cluster(process.argv, console.log).catch((error: unknown) => {
  if (!(error instanceof Error)) throw error;
  console.error(error.message);
  process.exitCode = 1;
});
