import { collectDefaultMetrics, Gauge, Registry } from 'prom-client';

/** The Prometheus page of this process: Node's own figures, and the age of the oldest unsigned leaf. */
export function createMetrics(pendingAgeMs: () => Promise<number>): () => Promise<Response> {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  new Gauge({
    name: 'countersign_ledger_oldest_pending_seconds',
    help: 'Age of the oldest leaf that no signed checkpoint covers yet',
    registers: [registry],
    async collect() {
      this.set((await pendingAgeMs()) / 1000);
    },
  });
  return async () =>
    new Response(await registry.metrics(), { headers: { 'content-type': registry.contentType } });
}
