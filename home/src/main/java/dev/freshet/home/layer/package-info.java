/**
 * The Delta tables of a pipeline, with typed rows. {@link dev.freshet.home.layer.LayerTables} opens
 * them. {@link dev.freshet.home.layer.Bronze}, {@link dev.freshet.home.layer.Silver}, {@link
 * dev.freshet.home.layer.Gold} and {@link dev.freshet.home.layer.Quarantine} are the codecs: each
 * holds the columns of one table and turns a row ({@code BronzeRow} ...) into their values. A
 * {@link dev.freshet.home.layer.LayerTable} appends such rows and reads columns back through a
 * {@link dev.freshet.home.layer.Projection}.
 *
 * <p>All tables are append-only. Every row of a layer names its batch and its landed line, see
 * {@link dev.freshet.home.layer.Lineage}.
 */
@NullMarked
package dev.freshet.home.layer;

import org.jspecify.annotations.NullMarked;
