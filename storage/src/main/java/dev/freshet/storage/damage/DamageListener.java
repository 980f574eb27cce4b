package dev.freshet.storage.damage;

/** Is told of every damage that was healed or that the process goes on without. */
@FunctionalInterface
public interface DamageListener {

  /** Ignores every damage. */
  DamageListener NONE = damage -> {};

  /** Called once for each damage. Must not throw, and may be called by any thread. */
  void found(Damage damage);
}
