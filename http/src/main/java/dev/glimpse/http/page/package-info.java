/// The page at `/` and the sample images it offers.
///
/// The page is plain HTML, CSS and JavaScript modules from this module's resources, kept in memory;
/// samples are files of a folder that is listed once, at start. Only names from these two lists are
/// ever served, so that no path from a request reaches the file system.
package dev.glimpse.http.page;
