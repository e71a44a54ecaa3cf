/**
 * When warm-up does what: an early phase of short windows, a main phase of windows that double (the last takes what is left), and
 * a final phase for the step size alone. With 1000 iterations:
 *
 *     metric from draws and gradients
 *     |-- early: windows of 10 ---|-80-|-470------------------------------|-- final --|
 *     0                          300                                     850        1000
 *     metric from draws alone, or dense
 *     |-- early --|-25-|-50--|-100---|-200---------|-400------------------|-- final --|
 *     0           75                                                     850        1000
 *
 * The first is nutpie's but for its main phase, which there has windows of 80 throughout: an estimate that covers the current
 * window and the one before is in use all the time, and windows only say when old draws are forgotten.
 * The second is Stan's but for a longer final phase: Stan's 50 iterations are few for a step size that starts anew, and leave it
 * too small (acceptance 0.9 where 0.8 was asked for).
 * The first keeps its proportions (30, 55 and 15 %) for every warm-up; the second has 15, 70 and 15 % below 150 iterations.
 */
import { allocateBytes } from "../vector";

@unmanaged
export class Schedule {
  warmup: i32;
  /** First iteration of the main phase. */
  mainStart: i32;
  /** First iteration of the final phase. */
  finalStart: i32;
  earlyWindow: i32;
  /** Of the next window of the main phase. */
  mainWindow: i32;
  /** First iteration after the current window. */
  windowEnd: i32;
}

/** Windows for a metric that is renewed all the time. */
export function continuousSchedule(warmup: i32): Schedule {
  return createSchedule(warmup, <i32>(0.3 * <f64>warmup), warmup - <i32>(0.15 * <f64>warmup), 80);
}

/** Windows for a metric that is replaced when a window ends. */
export function windowedSchedule(warmup: i32): Schedule {
  const short = warmup < 150;
  const mainStart = short ? <i32>(0.15 * <f64>warmup) : 75;
  const finalStart = warmup - <i32>(0.15 * <f64>warmup);
  return createSchedule(warmup, mainStart, finalStart, short ? finalStart - mainStart : 25);
}

function createSchedule(warmup: i32, mainStart: i32, finalStart: i32, mainWindow: i32): Schedule {
  const schedule = changetype<Schedule>(allocateBytes(offsetof<Schedule>()));
  schedule.warmup = warmup;
  schedule.mainStart = mainStart;
  schedule.finalStart = finalStart;
  schedule.earlyWindow = 10;
  schedule.mainWindow = mainWindow;
  schedule.windowEnd = min(schedule.earlyWindow, finalStart);
  return schedule;
}

/** Whether a window ends with this iteration; if so the next one is laid out. A window that would leave less than the next needs takes the rest. */
export function windowEnds(schedule: Schedule, iteration: i32): bool {
  const start = iteration + 1;
  if (start != schedule.windowEnd) return false;
  const early = start < schedule.mainStart;
  const length = early ? schedule.earlyWindow : schedule.mainWindow;
  const following = early ? length : 2 * length;
  const limit = early ? schedule.mainStart : schedule.finalStart;
  if (!early) schedule.mainWindow = following;
  schedule.windowEnd = start + length + following > limit ? limit : start + length;
  return true;
}
