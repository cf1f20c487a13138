/// Images by URL, from hosts that strangers name.
///
/// In: a URL of a request and what [dev.glimpse.http.options.ImageUrlOptions] allows. Out: the
/// file's bytes, whose format the image decoder finds out, or a
/// [dev.glimpse.http.fault.RequestException]. A host's addresses are resolved once for each
/// connection, and only if all of them are allowed is one of them connected to, so that no name can
/// point elsewhere in between; redirects are followed here, each checked like the first URL. Runs
/// on the request's virtual thread.
package dev.glimpse.http.fetch;
