"""What all tests share. Importing the package first fixes the number of BLAS threads before numpy starts."""

import sesamo_physical_ai  # noqa: F401
