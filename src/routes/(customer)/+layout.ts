// No script reaches a customer.
export const csr = false;
