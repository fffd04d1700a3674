package io.sesamo.law.condition;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** CEL's functions of one or two values that are there, by its own names for them. */
enum Operation {
  EQUAL("_==_") {
    @Override
    Object of(Object left, Object right) {
      return left.equals(right);
    }
  },
  UNEQUAL("_!=_") {
    @Override
    Object of(Object left, Object right) {
      return !left.equals(right);
    }
  },
  LESS("_<_") {
    @Override
    Object of(Object left, Object right) {
      return compare(left, right) < 0;
    }
  },
  LESS_OR_EQUAL("_<=_") {
    @Override
    Object of(Object left, Object right) {
      return compare(left, right) <= 0;
    }
  },
  MORE("_>_") {
    @Override
    Object of(Object left, Object right) {
      return compare(left, right) > 0;
    }
  },
  MORE_OR_EQUAL("_>=_") {
    @Override
    Object of(Object left, Object right) {
      return compare(left, right) >= 0;
    }
  },
  IN("@in") {
    @Override
    Object of(Object left, Object right) {
      return ((List<?>) right).contains(left);
    }
  },
  PLUS("_+_") {
    @Override
    Object of(Object left, Object right) {
      return switch (left) {
        case Double number -> number + (Double) right;
        case List<?> list -> Stream.concat(list.stream(), ((List<?>) right).stream()).toList();
        default -> left + (String) right;
      };
    }
  },
  MINUS("_-_") {
    @Override
    Object of(Object left, Object right) {
      return (Double) left - (Double) right;
    }
  },
  TIMES("_*_") {
    @Override
    Object of(Object left, Object right) {
      return (Double) left * (Double) right;
    }
  },
  STARTS_WITH("startsWith") {
    @Override
    Object of(Object left, Object right) {
      return ((String) left).startsWith((String) right);
    }
  },
  ENDS_WITH("endsWith") {
    @Override
    Object of(Object left, Object right) {
      return ((String) left).endsWith((String) right);
    }
  },
  CONTAINS("contains") {
    @Override
    Object of(Object left, Object right) {
      return ((String) left).contains((String) right);
    }
  },
  /** Of one value, which is given twice. */
  SIZE("size") {
    @Override
    Object of(Object left, Object right) {
      return left instanceof List<?> list
          ? (double) list.size()
          : (double) ((String) left).codePointCount(0, ((String) left).length());
    }
  };

  private final String function;

  Operation(String function) {
    this.function = function;
  }

  /** Its value; the types have been checked before. */
  abstract Object of(Object left, Object right);

  /** CEL's name. */
  String function() {
    return function;
  }

  static Optional<Operation> named(String function) {
    return Arrays.stream(values()).filter(one -> one.function.equals(function)).findFirst();
  }

  private static int compare(Object left, Object right) {
    return switch (left) {
      case Double number -> Double.compare(number, (Double) right);
      case String text -> text.compareTo((String) right);
      default -> Boolean.compare((Boolean) left, (Boolean) right);
    };
  }
}
