import { useTranslation } from 'react-i18next';
import type { VisitFact } from '../../../contracts/domain/timeline.ts';
import type { Visit } from '../../../contracts/domain/visit.ts';
import type { Id } from '../../../contracts/ids.ts';
import { useCommonText } from '../../ui/i18n.ts';
import { agentOf } from '../state/acquaintance.ts';
import { useDeskState } from '../state/desk-context.ts';
import { useText } from '../text.ts';
import { useCatalogue } from './use-catalogue.ts';

/** A fact in words. */
export function useFactText(visit: Visit): (fact: VisitFact) => string {
  const { t } = useTranslation('agent');
  const text = useText();
  const common = useCommonText();
  const { serviceName } = useCatalogue();
  const state = useDeskState();

  const who = (partyId: Id) =>
    partyId === visit.id ? text('stage.citizen') : (agentOf(state, partyId)?.displayName ?? common('agent'));
  const serviceOf = (caseId: Id) => {
    const found = visit.cases.find((one) => one.id === caseId);
    return found ? serviceName(found.serviceId) : '';
  };
  const valuesOf = (fact: VisitFact): Record<string, string | number> => {
    switch (fact.type) {
      case 'call.joined':
      case 'call.left':
      case 'call.owner':
      case 'call.away':
      case 'call.back':
        return { who: who(fact.partyId) };
      case 'call.first-frame':
        return { who: who(fact.partyId), from: who(fact.fromPartyId), what: text(`timeline.picture.${fact.role}`) };
      case 'call.asked':
        return { purpose: text(`call.purpose.${fact.purpose}`) };
      case 'call.placed':
        return { who: who(fact.partyId), place: text(`call.place.${fact.place}`) };
      case 'call.choice':
        return { choice: text(`call.choice.${fact.choice}`) };
      case 'call.watched':
        return { who: who(fact.partyId), mode: text(`call.mode.${fact.mode}`) };
      case 'call.noted':
        return { who: who(fact.agentId) };
      case 'call.offered':
        return { who: who(fact.agentId) };
      case 'case.opened':
        return { service: serviceName(fact.serviceId) };
      case 'case.changed':
        return { service: serviceOf(fact.caseId), state: common(`caseState.${fact.state}`) };
      case 'notice.given':
        return { service: serviceOf(fact.caseId), number: fact.number, papers: fact.papers };
      case 'form.filled':
      case 'form.signed':
      case 'form.voided':
        return { service: serviceOf(fact.caseId) };
      case 'pages.arranged':
        return { pages: fact.document.pages.length };
      case 'paper.read':
        return { kind: text(`fields.kind.${fact.reading.kind}`) };
      case 'paper.confirmed':
        return { count: fact.fields.filter((field) => field.confirmed).length };
      case 'outcome.issued':
        return { title: fact.title };
      case 'parcel.moved':
        return { compartment: fact.compartment, state: text(`post.state.${fact.state}`) };
      case 'incident.raised':
      case 'incident.cleared':
        return { subject: fact.subject };
      case 'slip.printed':
        return { number: fact.number };
      case 'rating.given':
        return { level: fact.level };
      default:
        return {};
    }
  };
  // Names of facts hold dots, which are no path here.
  return (fact) => t(`timeline|fact|${fact.type}`, { ...valuesOf(fact), keySeparator: '|' });
}
