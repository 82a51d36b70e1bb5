import { classes } from '../../ui/classes.ts';
import { Button } from '../../ui/components/Button.tsx';
import { UserRoundPlus } from '../../ui/icons.ts';
import { bundleGraph } from '../state/bundle-graph.ts';
import { type DepartmentSeat, departmentSeats } from '../state/department-seats.ts';
import { useBusy, useDesk, useDeskState } from '../state/desk-context.ts';
import type { DeskCall } from '../state/desk-state.ts';
import { useText } from '../text.ts';
import styles from './Invite.module.css';
import { useCatalogue } from './use-catalogue.ts';

/** Departments with the presence of their people; a press asks one of them into the call. */
export function Invite({ call }: { call: DeskCall }) {
  const t = useText();
  const { colleagues, home } = useDeskState();
  const { catalogue, departmentShort } = useCatalogue();
  if (!home) return null;
  const seats = departmentSeats({ catalogue, colleagues, call, selfId: home.agent.id });
  // A department that the visit needs is shown even when nobody is there: that is worth knowing early.
  const needed = new Set(bundleGraph(catalogue, call.visit).nodes.map((node) => node.service.departmentId));
  const shown = seats.filter((seat) => seat.state !== 'none' || needed.has(seat.department.id));
  const absent = seats.filter((seat) => !shown.includes(seat));
  return (
    <section aria-label={t('line.colleagues')}>
      <h2>{t('line.colleagues')}</h2>
      <ul className={styles.list}>
        {shown.map((seat) => (
          <Seat key={seat.department.id} seat={seat} call={call} />
        ))}
      </ul>
      {absent.length > 0 && (
        <p className={styles.absent}>
          {t('line.absent', { list: absent.map((seat) => departmentShort(seat.department.id)).join(t('line.comma')) })}
        </p>
      )}
    </section>
  );
}

function Seat({ seat, call }: { seat: DepartmentSeat; call: DeskCall }) {
  const t = useText();
  const desk = useDesk();
  const { departmentName } = useCatalogue();
  const { department, state } = seat;
  const action = `call.invite/${department.id}`;
  const busy = useBusy(action);
  const name = departmentName(department.id);
  const canInvite = state === 'free' || state === 'missed' || state === 'nobody' || state === 'busy';
  const detail = () => {
    if (state === 'free') return t('line.free', { count: seat.freeCount });
    if (state === 'ringing') {
      return seat.ringing ? t('line.ringingAgent', { name: seat.ringing.displayName }) : t('line.ringing');
    }
    return t(`line.${state}`);
  };
  return (
    <li className={classes(styles.seat, styles[state])}>
      <span className={styles.words}>
        <span className={styles.name}>{name}</span>
        <span className={styles.detail} role={state === 'ringing' ? 'status' : undefined}>
          {detail()}
        </span>
      </span>
      {canInvite && (
        <Button
          kind="quiet"
          className={styles.button}
          icon={<UserRoundPlus />}
          aria-label={t('line.invite', { department: name })}
          isDisabled={busy}
          data-invite
          onPress={() => void desk.run('call.invite', { callId: call.callId, departmentId: department.id }, action)}
        />
      )}
    </li>
  );
}
