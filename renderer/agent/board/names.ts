import { ANY_DEPARTMENT } from '../../../contracts/hub/agent.ts';
import { useCatalogue } from '../parts/use-catalogue.ts';
import { useText } from '../text.ts';

/** Names of departments, with that of the line of those who named none. */
export function useDepartmentNames() {
  const t = useText();
  const { departmentName, departmentShort } = useCatalogue();
  return {
    nameOf: (id: string | undefined) =>
      id === undefined || id === ANY_DEPARTMENT ? t('board.anyDepartment') : departmentName(id),
    shortOf: (id: string | undefined) =>
      id === undefined || id === ANY_DEPARTMENT ? t('board.anyDepartment') : departmentShort(id),
  };
}

/** Reasons of a break, and of being taken off the line, that have a text. */
const REASONS = ['rest', 'meal', 'meeting', 'training', 'paperwork', 'other', 'missed-offers'] as const;

/** Why somebody rests, in words; a reason without a text is shown as it came. */
export function useReasonText(): (reason: string) => string {
  const t = useText();
  return (reason) => {
    const known = REASONS.find((one) => one === reason);
    return known ? t(`board.reason.${known}`) : reason;
  };
}
