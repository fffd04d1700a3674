package io.sesamo.cli.remote;

import io.sesamo.cli.client.Identity;
import io.sesamo.cli.login.Tokens;

/** How somebody is signed in to a server, as it is kept between commands. */
public sealed interface SignIn {

  /** What his requests say. */
  Identity identity();

  /** For people, without what must stay secret. */
  String words();

  /** Not at all. */
  record Nobody() implements SignIn {
    @Override
    public Identity identity() {
      return Identity.nobody();
    }

    @Override
    public String words() {
      return "not signed in";
    }
  }

  /**
   * By an access token.
   *
   * @param token in clear
   */
  record Token(String token) implements SignIn {
    @Override
    public Identity identity() {
      return Identity.bearer(token);
    }

    @Override
    public String words() {
      return "with an access token";
    }

    @Override
    public String toString() {
      return words();
    }
  }

  /**
   * By the server's identity provider.
   *
   * @param tokens that it gave, with what renews them
   */
  record Provider(Tokens tokens) implements SignIn {
    @Override
    public Identity identity() {
      return Identity.bearer(tokens.idToken());
    }

    @Override
    public String words() {
      return "by the server's identity provider";
    }
  }

  /**
   * By a name alone, where the server believes it.
   *
   * @param user the name
   */
  record Name(String user) implements SignIn {
    @Override
    public Identity identity() {
      return Identity.named(user);
    }

    @Override
    public String words() {
      return "as " + user + ", by name alone";
    }
  }
}
