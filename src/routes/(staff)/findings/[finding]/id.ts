/** The id in an address; 0, which is nobody's, for anything odd. */
export const idOf = ({ finding }: { finding: string }) => (/^\d{1,15}$/.test(finding) ? Number(finding) : 0);
