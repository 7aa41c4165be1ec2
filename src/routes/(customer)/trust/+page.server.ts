import { speak } from '../customer.ts';

export const load = (event) => ({ language: speak(event).language });
