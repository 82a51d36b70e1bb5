import { evidence, failed, type Outcome, passed, reportOf, type Step } from './step.ts';

/** Prints the test page; the picture shows what must be on the paper. */
export const printerStep: Step = {
  name: 'printer.page',
  duringVisit: false,
  async run(_target, ports) {
    const preview = await ports.previewTestPage();
    const startedMs = ports.nowMs();
    const printed = await ports.printTestPage();
    const status = reportOf(ports, 'printer')?.status;
    const sensors =
      status?.class === 'printer'
        ? [evidence('paper', status.paper), evidence('cover', status.cover), evidence('cutter', status.cutter)]
        : [];
    const outcome: Outcome = printed.ok
      ? passed(
          evidence('number', printed.value.number),
          evidence('print-time', Math.round(ports.nowMs() - startedMs), 'ms'),
          ...sensors,
        )
      : failed(printed.error, ...sensors);
    return preview.ok ? { ...outcome, picture: { mimeType: 'image/png', bytes: preview.value } } : outcome;
  },
};
