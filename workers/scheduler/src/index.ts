export {
  runCustodyOnce,
  runFetchDueOnce,
  runReportSweepOnce,
  runSweepOnce,
  runWeeklyReportsOnce,
  type SchedulerDeps,
} from "./entries.ts";
export { type Scheduler, startScheduler } from "./timetable.ts";
