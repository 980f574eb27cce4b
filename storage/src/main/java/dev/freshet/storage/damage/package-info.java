/**
 * Damage of files that Freshet wrote: what is damaged, what was done about it, and how a damaged
 * file is put aside so that it can be looked at later. Damaged is treated like lost wherever lost
 * heals; everything else is refused with the name of the file.
 */
@NullMarked
package dev.freshet.storage.damage;

import org.jspecify.annotations.NullMarked;
