/** The package's version, written here from package.json by the build. */
export const version = "0.1.0";
