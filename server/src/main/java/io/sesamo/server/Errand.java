package io.sesamo.server;

/** What a socket of a stream is for. */
sealed interface Errand {

  /** The word in the socket's path. */
  String kind();

  /**
   * A command in a terminal.
   *
   * @param watched whether it is one of a group, whose client only watches and says no size
   */
  record Exec(String command, boolean watched) implements Errand {
    @Override
    public String kind() {
      return "exec";
    }
  }

  /** Where the client says which socket is the next connection to a port. */
  record Control(Errand connection) implements Errand {
    @Override
    public String kind() {
      return connection.kind();
    }
  }

  /** One connection to a TCP port. */
  record Connection(int port) implements Errand {
    @Override
    public String kind() {
      return "portforward";
    }
  }

  /** Datagrams of any number of local senders to a UDP port. */
  record Datagrams(int port) implements Errand {
    @Override
    public String kind() {
      return "portforward";
    }
  }

  /** One connection to an rsync daemon in the task. */
  record Rsync() implements Errand {
    @Override
    public String kind() {
      return "rsync";
    }
  }
}
