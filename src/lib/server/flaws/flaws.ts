// Which product fails how, again and again, in which lots, since when, and how sure that is. A finding states its evidence; a sound
// product yields none. What was found first when is never rewritten.
export { assess, tiers, type Assessed, type Assessment, type Tier } from './assess.ts';
export { causeOf, type Cause } from './cause.ts';
export { lookAt, type Catalogue, type Look } from './look.ts';
