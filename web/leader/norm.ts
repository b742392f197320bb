/** As rules write departments. */
export const norm = (department: string): string => department.trim().toLowerCase().replaceAll(" ", "_")
