import { ProgressSteps } from '../../ui/components/ProgressSteps.tsx';
import { useBooth, useNames } from '../state/context.ts';

/** Services of the visit in the order in which they are done: those of its bundle, or the one it was booked for. */
export function usePlannedServiceIds(): readonly string[] {
  const { state, setup } = useBooth();
  const { visit } = state;
  const bundle = setup.bundles.find((each) => each.id === visit?.bundleId);
  if (bundle) return bundle.serviceIds;
  return visit?.serviceId ? [visit.serviceId] : [];
}

/** The way through the visit's services, department by department. */
export function Plan() {
  const { state } = useBooth();
  const { serviceName, service, departmentName } = useNames();
  const ids = usePlannedServiceIds();
  const isDone = (id: string) =>
    state.visit?.cases.some(
      (each) => each.serviceId === id && (each.state === 'completed' || each.state === 'accepted'),
    );
  const now = ids.findIndex((id) => !isDone(id));
  return (
    <ProgressSteps
      steps={ids.map((id, index) => ({
        id,
        label: serviceName(id),
        detail: departmentName(service(id)?.departmentId),
        state: isDone(id) ? 'done' : index === now ? 'now' : 'later',
      }))}
    />
  );
}
