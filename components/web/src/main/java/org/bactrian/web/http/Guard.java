package org.bactrian.web.http;

import io.swagger.v3.oas.models.security.SecurityScheme;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.Set;
import org.bactrian.web.contract.Operation;

/** Who may come in through a door. Safe for use by several threads. */
public interface Guard {

  /** What the guard finds about a caller. */
  sealed interface Finding {

    /**
     * Someone who is known here.
     *
     * @param name who it is
     * @param roles what the caller may do
     */
    record Known(String name, Set<String> roles) implements Finding {
      public Known {
        roles = Set.copyOf(roles);
      }
    }

    /**
     * Someone who has not shown who it is.
     *
     * @param challenge header {@code WWW-Authenticate} of the answer
     * @param detail what is missing or wrong, as a sentence
     */
    record Unknown(String challenge, String detail) implements Finding {}
  }

  /** Name of the security scheme in documents. */
  String schemeName();

  /** How a caller shows who it is. */
  SecurityScheme scheme();

  /**
   * Looks at a caller.
   *
   * @param authorization header of that name, empty for none
   * @return fails when the guard itself cannot tell; the caller gets the problem that this is
   */
  Future<Finding> look(Vertx vertx, String authorization);

  /**
   * The header {@code WWW-Authenticate} for someone who is known and may not.
   *
   * @param roles of which one is needed
   */
  String insufficient(Set<String> roles);

  /**
   * The roles of which one lets a caller use users' routes, none when everyone who is known may.
   */
  Set<String> rolesOfRoutes(String method);

  /**
   * Looks at an operation before the door opens.
   *
   * @throws IllegalArgumentException when its contract does not say who may use it
   */
  void accept(Operation operation);
}
