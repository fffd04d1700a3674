package io.sesamo.model.spec;

import java.util.Map;

/** Where a stored credential goes in a task. */
public sealed interface CredentialUse {

  /** Each key of the credential as a file in this folder. */
  record AsFolder(String path) implements CredentialUse {}

  /** Environment variable to key of the credential. */
  record AsEnvironment(Map<String, String> keyByVariable) implements CredentialUse {}
}
