// Plain forms: a script that arrives late would only take away what was typed meanwhile.
export const csr = false;
