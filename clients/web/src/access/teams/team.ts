export const onlyAdmins = 'Only administrators can do this. Ask one of them.';

/** `1 person`, `3 people`. */
export const peopleCounted = (people: number): string => (people === 1 ? '1 person' : `${people} people`);
