import { dress } from '../(customer)/customer.ts';

export const load = ({ locals }) => dress(locals);
