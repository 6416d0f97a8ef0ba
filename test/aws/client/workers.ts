/** Does the jobs, each helper one at a time: audits wait more than they work. */
export async function workers<Helper, Job>(
  helpers: readonly Helper[],
  jobs: Iterable<Job>,
  work: (helper: Helper, job: Job) => Promise<void>,
): Promise<void> {
  const queue = [...jobs];
  await Promise.all(
    helpers.map(async (helper) => {
      for (let job = queue.shift(); job !== undefined; job = queue.shift()) await work(helper, job);
    }),
  );
}
