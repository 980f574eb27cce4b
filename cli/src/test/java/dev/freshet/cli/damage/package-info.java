/**
 * What every verb does with a damaged home: each kind of file below a home, damaged in each way.
 * {@link dev.freshet.cli.damage.DamageMatrixIT} is where to start.
 */
@NullMarked
package dev.freshet.cli.damage;

import org.jspecify.annotations.NullMarked;
