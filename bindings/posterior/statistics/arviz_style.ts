/** The two families of ArviZ, whose definitions differ in places. */

/** "0.x" is the package arviz up to 0.23, "1.x" arviz-stats, on which arviz 1 stands. */
export type ArvizStyle = "0.x" | "1.x";
