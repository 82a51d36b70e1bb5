import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

/** What operators watch, for Prometheus at `/metrics`. One registry a hub, so that several hubs fit in one process. */
export interface Metrics {
  readonly registry: Registry;
  /** Time to answer a socket or HTTP call, by name and result. */
  readonly callSeconds: Histogram<'call' | 'result'>;
  /** Time from a fact on the booth's disk to its row in the hub; clocks of two machines, so only roughly. */
  readonly factDelaySeconds: Histogram;
  readonly offers: Counter<'result'>;
  readonly calls: Counter<'end'>;
  readonly visits: Counter<'end'>;
  readonly boothsOnline: Gauge;
  readonly agentsOnline: Gauge;
  readonly waitingCalls: Gauge;
  readonly refusedPackets: Counter<'reason'>;
}

const LATENCY_BUCKETS_S = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

export function createMetrics(): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  return {
    registry,
    callSeconds: new Histogram({
      name: 'xiaowu_call_seconds',
      help: 'Time to answer a socket or HTTP call',
      labelNames: ['call', 'result'],
      buckets: LATENCY_BUCKETS_S,
      registers,
    }),
    factDelaySeconds: new Histogram({
      name: 'xiaowu_fact_delay_seconds',
      help: 'Time from a fact in the booth to its row in the hub',
      buckets: [...LATENCY_BUCKETS_S, 60, 600, 3600],
      registers,
    }),
    offers: new Counter({ name: 'xiaowu_offers_total', help: 'Offers by result', labelNames: ['result'], registers }),
    calls: new Counter({ name: 'xiaowu_calls_total', help: 'Calls by how they ended', labelNames: ['end'], registers }),
    visits: new Counter({
      name: 'xiaowu_visits_total',
      help: 'Visits by how they ended',
      labelNames: ['end'],
      registers,
    }),
    boothsOnline: new Gauge({ name: 'xiaowu_booths_online', help: 'Booths connected', registers }),
    agentsOnline: new Gauge({ name: 'xiaowu_agents_online', help: 'Agents connected', registers }),
    waitingCalls: new Gauge({ name: 'xiaowu_waiting_calls', help: 'Citizens who wait for a person', registers }),
    refusedPackets: new Counter({
      name: 'xiaowu_refused_packets_total',
      help: 'Socket packets that fit no contract',
      labelNames: ['reason'],
      registers,
    }),
  };
}
