package dev.freshet.upstream;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * A table of articles, and random changes of it in transactions that are open side by side. The
 * column {@code body} is stored apart from the row, so an update that leaves it alone does not log
 * it; all columns must have a value.
 */
final class ArticleChanges implements AutoCloseable {

  private static final int KEYS = 60;

  /** Of 20 ms each: a minute. */
  private static final int WAITS_MAX = 3_000;

  private static final String WAITED_FOR =
      "select count(*) from pg_locks where locktype = 'transactionid' and not granted"
          + " and transactionid::text = '%s'";

  private final PostgresServer server;
  private final Random random = new Random(20260101);
  private final Connection admin;
  private final List<Connection> open = new ArrayList<>();
  private int written;

  ArticleChanges(PostgresServer server) throws SQLException {
    this.server = server;
    this.admin = server.connect();
    execute(
        admin,
        """
        create table articles (
          id int primary key, title text not null, body text not null, stock int not null,
          price numeric(10,2) not null, at timestamptz not null, ballast text not null)""",
        "alter table articles alter column body set storage external",
        "alter table articles alter column ballast set storage plain",
        "alter table articles set (toast_tuple_target = 128)",
        "create table signals (id varchar(42) primary key, type varchar(32), data varchar(2048))");
    for (int id = 0; id < KEYS; id += 2) {
      insert(admin, id);
    }
    for (int i = 0; i < 3; i++) {
      Connection connection = server.connect();
      connection.setAutoCommit(false);
      execute(connection, "set lock_timeout = '20ms'");
      connection.commit();
      open.add(connection);
    }
  }

  /** The texts that the table has now, by key. */
  Map<String, String> texts() throws SQLException {
    Map<String, String> texts = new TreeMap<>();
    try (Statement statement = admin.createStatement();
        ResultSet rows = statement.executeQuery("select id, title, body from articles")) {
      while (rows.next()) {
        texts.put(rows.getString(1), rows.getString(2) + "\n\n" + rows.getString(3));
      }
    }
    return texts;
  }

  /** A transaction for a test's own statements. */
  Connection transaction(int number) {
    return open.get(number);
  }

  /**
   * Waits until the server waits for the end of a transaction, as it does while it makes a
   * replication slot. The transaction must have written.
   */
  void awaitWaitedFor(int number) throws SQLException, InterruptedException {
    String id = value(open.get(number), "select txid_current()");
    for (int waits = 0; value(admin, WAITED_FOR.formatted(id)).equals("0"); waits++) {
      if (waits == WAITS_MAX) {
        throw new AssertionError("the server does not wait for transaction " + number);
      }
      Thread.sleep(20);
    }
  }

  private static String value(Connection connection, String query) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      rows.next();
      return rows.getString(1);
    }
  }

  /** Ends all transactions, one after the other. */
  void commitAll() throws SQLException {
    for (Connection connection : open) {
      connection.commit();
    }
  }

  void signalIncrementalSnapshot() throws SQLException {
    execute(
        admin,
        """
        insert into signals values ('s%d', 'execute-snapshot',
          '{"data-collections": ["public.articles"], "type": "INCREMENTAL"}')"""
            .formatted(++written));
  }

  void addColumn() throws SQLException {
    execute(admin, "alter table articles add column extra text not null default 'x'");
  }

  /**
   * Random statements, each in one of the open transactions, which commit now and then.
   *
   * @param movesWhole whether a moved row gets a new body too, which is logged then
   */
  void change(int statements, boolean movesWhole) throws SQLException, InterruptedException {
    for (int i = 0; i < statements; i++) {
      Connection connection = open.get(random.nextInt(open.size()));
      try {
        statement(connection, random.nextInt(KEYS), movesWhole);
        if (random.nextInt(3) == 0) {
          connection.commit();
        }
      } catch (SQLException lockedOrTaken) {
        // Another transaction has the row, or the key is taken.
        connection.rollback();
      }
      Thread.sleep(3);
    }
  }

  private void statement(Connection connection, int id, boolean movesWhole) throws SQLException {
    String name = "article " + id + " as of change " + ++written;
    switch (random.nextInt(8)) {
      case 0 -> execute(connection, "delete from articles where id = " + id);
      case 1 -> {
        execute(connection, "delete from articles where id = " + id);
        insert(connection, id);
      }
      case 2 ->
          execute(
              connection,
              "update articles set id = %d%s where id = %d"
                  .formatted(
                      random.nextInt(KEYS), movesWhole ? ", body = '" + name + "'" : "", id));
      case 3 -> insert(connection, id);
      case 4 ->
          execute(connection, "update articles set stock = stock + 1 where id % 7 = " + id % 7);
      case 5 ->
          execute(
              connection,
              "update articles set body = 'body of %s' where id = %d".formatted(name, id));
      default ->
          execute(connection, "update articles set title = '%s' where id = %d".formatted(name, id));
    }
  }

  private void insert(Connection connection, int id) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "insert into articles(id, title, body, stock, price, at, ballast)"
                + " values (?, ?, ?, 1, 9.99, now(), repeat('-', 2100))")) {
      insert.setInt(1, id);
      insert.setString(2, "article " + id + " inserted by change " + ++written);
      insert.setString(3, "body of article " + id + " inserted by change " + written);
      insert.executeUpdate();
    }
  }

  static void execute(Connection connection, String... statements) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  @Override
  public void close() throws SQLException {
    for (Connection connection : open) {
      connection.close();
    }
    admin.close();
  }
}
