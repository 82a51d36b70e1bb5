import type { hostCalls } from '../../contracts/device/host.ts';
import type { PrintDocument } from '../../contracts/device/print.ts';
import type { Language } from '../../contracts/domain/language.ts';
import type { XiaowuError } from '../../contracts/errors.ts';
import { ok, type Result } from '../../contracts/result.ts';
import { type Clock, type Instant, instantOf } from '../../contracts/time.ts';
import type { PrintDesk } from './print-desk.ts';
import type { Supervisor } from './supervisor.ts';

type Readiness = Extract<PrintDocument, { kind: 'readiness' }>;

/** Slips of the booth itself, with numbers of its own. */
export interface OwnSlips {
  printTestPage(): Promise<Result<{ readonly number: string }, XiaowuError>>;
  /** The PNG of a test page with a number that is not given out. */
  previewTestPage(): Promise<Result<Uint8Array<ArrayBuffer>, XiaowuError>>;
  printReport(
    report: Omit<Readiness, 'kind' | 'number' | 'language'>,
  ): Promise<Result<{ readonly number: string }, XiaowuError>>;
}

export interface OwnSlipsOptions {
  readonly clock: Clock;
  readonly prints: Pick<PrintDesk, 'printNew'>;
  readonly devices: Pick<Supervisor<typeof hostCalls>, 'call'>;
  /** Asked when a slip is made. */
  readonly booth: () => { readonly name: string; readonly language: Language };
}

/** Looks like a number and is nobody's. */
const NO_NUMBER = 'T00000000-0000';

export function createOwnSlips({ clock, prints, devices, booth }: OwnSlipsOptions): OwnSlips {
  const testPage = (number: string, at: Instant) => {
    const { name, language } = booth();
    return { kind: 'test-page', number, language, boothName: name, at } as const;
  };
  return {
    printTestPage: () => prints.printNew('test-page', testPage, null),
    async previewTestPage() {
      const document = testPage(NO_NUMBER, instantOf(clock));
      const shown = await devices.call('printer.preview', { document, copy: 0 });
      return shown.ok ? ok(Uint8Array.from(shown.value.png)) : shown;
    },
    printReport: (report) =>
      prints.printNew(
        'readiness',
        (number) => ({ kind: 'readiness', number, language: booth().language, ...report }),
        null,
      ),
  };
}
