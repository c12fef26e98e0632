/**
 * What a memory backend implements so that {@link io.cairn.StateStores} finds it: one
 * {@link io.cairn.spi.StateStoreProvider}, registered as a service. Providers are made once, asked
 * often, and must be safe to call from any thread.
 */
@NullMarked
package io.cairn.spi;

import org.jspecify.annotations.NullMarked;
