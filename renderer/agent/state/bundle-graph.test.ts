import { describe, expect, it } from 'vitest';
import { bundleGraph, missingPrerequisites } from './bundle-graph.ts';
import { aCase, aService, aVisit, CATALOGUE, OUTCOME } from './testing.ts';

const stateOf = (visit = aVisit()) =>
  Object.fromEntries(bundleGraph(CATALOGUE, visit).nodes.map((node) => [node.service.id, node.state]));

describe('bundleGraph', () => {
  it('orders by prerequisites and leaves out edges that follow from others', () => {
    const { nodes, edges } = bundleGraph(CATALOGUE, aVisit());
    expect(nodes.map((node) => [node.service.id, node.row])).toEqual([
      ['clearance', 0],
      ['social-end', 1],
      ['end', 2],
    ]);
    expect(edges).toEqual([
      { from: 'clearance', to: 'social-end' },
      { from: 'social-end', to: 'end' },
    ]);
  });

  it('says what may be done and what something else holds up', () => {
    expect(stateOf()).toEqual({ clearance: 'ready', 'social-end': 'blocked', end: 'blocked' });
    const cleared = aVisit({ cases: [aCase('clearance', { state: 'completed', outcome: OUTCOME })] });
    expect(stateOf(cleared)).toEqual({ clearance: 'done', 'social-end': 'ready', end: 'blocked' });
  });

  it('adds the prerequisites of a single service that nobody named', () => {
    const visit = aVisit({ bundleId: undefined, serviceId: 'social-end' });
    expect(Object.keys(stateOf(visit))).toEqual(['clearance', 'social-end']);
  });

  it('does not hang on a circle in the data', () => {
    const circle = { ...CATALOGUE, services: [aService('a', 'tax', ['b']), aService('b', 'tax', ['a'])], bundles: [] };
    expect(bundleGraph(circle, aVisit({ bundleId: undefined, serviceId: 'a' })).nodes).toHaveLength(2);
  });
});

describe('missingPrerequisites', () => {
  it('counts only an outcome, not an accepted case', () => {
    const accepted = aVisit({ cases: [aCase('clearance', { state: 'accepted' })] });
    expect(missingPrerequisites(CATALOGUE, accepted, 'social-end').map((one) => one.id)).toEqual(['clearance']);
    const done = aVisit({ cases: [aCase('clearance', { state: 'completed', outcome: OUTCOME })] });
    expect(missingPrerequisites(CATALOGUE, done, 'social-end')).toEqual([]);
  });
});
