// As the customer's: no script.
export const csr = false;
