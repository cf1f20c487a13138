/// What tests of the service share: a model, images, a browser.
package dev.glimpse.http.testing;
