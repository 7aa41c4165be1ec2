import { dress } from './customer.ts';

export const load = ({ locals }) => dress(locals);
