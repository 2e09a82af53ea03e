// What the service worker and the page say to each other.

export type FromWorker =
  /** the files of the build that the worker has taken over with: URLs */
  | { kind: 'build'; files: string[] }
  /** the person has clicked on a notification */
  | { kind: 'open'; view: string }

/** What a notification carries. */
export interface NoticeData {
  /** "/jobs/17" */
  view: string
  /** the same as a whole address */
  url: string
}
