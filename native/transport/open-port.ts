import { SerialPort } from 'serialport';
import { describeThrown, fail, type XiaowuError } from '../../contracts/errors.ts';
import { err, ok, type Result } from '../../contracts/result.ts';
import type { LineSettings, OpenPort } from './port.ts';
import { openSerialPort } from './serial-port.ts';
import { openTcpPort } from './tcp-port.ts';

/** What the system tells of a serial port; the ids are hexadecimal, and missing where there is no USB behind it. */
export interface ListedPort {
  readonly path: string;
  readonly vendorId?: string | undefined;
  readonly productId?: string | undefined;
  readonly serialNumber?: string | undefined;
}

export interface Carriers {
  readonly listPorts: () => Promise<readonly ListedPort[]>;
  readonly openSerial: OpenPort;
  readonly openTcp: OpenPort;
}

/** Opens a port in any of the forms that a profile may name (`contracts/device/drivers.ts`). */
export function createOpenPort({ listPorts, openSerial, openTcp }: Carriers): OpenPort {
  return async (line) => {
    if (line.path.startsWith('tcp:')) return openTcp(line);
    if (!line.path.startsWith('usb:')) return openSerial(line);
    const path = await findUsb(line, listPorts);
    return path.ok ? openSerial({ ...line, path: path.value }) : path;
  };
}

export const openPort = createOpenPort({
  listPorts: () => SerialPort.list(),
  openSerial: openSerialPort,
  openTcp: openTcpPort,
});

/** The path of the adaptor with this identity, wherever it is plugged in now. */
async function findUsb(line: LineSettings, listPorts: Carriers['listPorts']): Promise<Result<string, XiaowuError>> {
  const [, vendor = '', product = '', serial] = line.path.toLowerCase().split(':');
  let listed: readonly ListedPort[];
  try {
    listed = await listPorts();
  } catch (thrown) {
    return err(fail('device_error', `${line.path}: ${describeThrown(thrown)}`));
  }
  const fitting = listed.filter(
    (port) =>
      isHex(port.vendorId, vendor) &&
      isHex(port.productId, product) &&
      (serial === undefined || port.serialNumber?.toLowerCase() === serial),
  );
  const [first, second] = fitting;
  if (!first) return err(fail('device_missing', `${line.path}: not plugged in`));
  // Two of one kind would change places with every start: whoever meant one of them must say which.
  if (second) {
    const which = fitting.map((port) => `${port.path} serial ${port.serialNumber ?? 'none'}`).join(', ');
    return err(fail('device_busy', `${line.path}: ${fitting.length} adaptors fit, name the serial number (${which})`));
  }
  return ok(first.path);
}

function isHex(given: string | undefined, wanted: string): boolean {
  return given !== undefined && Number.parseInt(given, 16) === Number.parseInt(wanted, 16);
}
