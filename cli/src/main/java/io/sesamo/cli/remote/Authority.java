package io.sesamo.cli.remote;

import io.sesamo.cli.problem.CliException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A private authority's certificates. */
public final class Authority {

  private Authority() {}

  /** Believes servers whose certificates one in that file has signed, and no others. */
  public static SSLContext trust(Path file) {
    try {
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      int number = 0;
      for (Certificate certificate : certificates(file)) {
        store.setCertificateEntry("authority-" + number++, certificate);
      }
      TrustManagerFactory managers =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      managers.init(store);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, managers.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException | IOException impossible) {
      throw new IllegalStateException(impossible); // an empty store, and what every Java has
    }
  }

  private static Collection<? extends Certificate> certificates(Path file) {
    try (InputStream bytes = Files.newInputStream(file)) {
      Collection<? extends Certificate> all =
          CertificateFactory.getInstance("X.509").generateCertificates(bytes);
      if (!all.isEmpty()) {
        return all;
      }
    } catch (IOException unreadable) {
      throw CliException.wrong(file + " with the authority's certificates cannot be read.");
    } catch (CertificateException notOne) {
      // said below
    }
    throw CliException.wrong(
        file
            + " holds no certificate. It must have those of the authority, in PEM:"
            + " -----BEGIN CERTIFICATE-----.");
  }
}
