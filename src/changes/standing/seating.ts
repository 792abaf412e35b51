/** A stage as places to fill. */
export interface Places {
  readonly need: number;
}

/**
 * Puts candidates on the places of stages so that each sits once and as many places as possible are filled, earlier stages first
 * (augmenting paths; a place once filled stays filled, though by somebody else). A need that is no whole number from 1 has no places.
 * @param fits whether a candidate may sit in a stage
 * @returns the candidates of each stage, in the order of stages
 */
export function seat<Candidate>(
  stages: readonly Places[],
  candidates: readonly Candidate[],
  fits: (candidate: Candidate, stage: number) => boolean,
): readonly (readonly Candidate[])[] {
  const places = stages.flatMap(({ need }, stage) => Array.from({ length: placesOf(need) }, () => stage));
  const seated = new Map<Candidate, number>();
  const fill = (place: number, tried: Set<Candidate>): boolean => {
    const stage = places[place];
    if (stage === undefined) return false;
    for (const candidate of candidates) {
      if (tried.has(candidate) || !fits(candidate, stage)) continue;
      tried.add(candidate);
      const taken = seated.get(candidate);
      if (taken !== undefined && !fill(taken, tried)) continue;
      seated.set(candidate, place);
      return true;
    }
    return false;
  };
  for (const place of places.keys()) fill(place, new Set());
  return stages.map((_, stage) => candidates.filter((one) => places[seated.get(one) ?? -1] === stage));
}

/** The most places that are looked at: formats allow 20 a stage. */
const mostPlaces = 100;

const placesOf = (need: number): number =>
  Number.isInteger(need) && need >= 1 ? Math.min(need, mostPlaces) : 0;
