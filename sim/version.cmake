# SPDX-License-Identifier: Apache-2.0
# Writes the header that holds the program's version. Run at every build:
#   cmake -D SOURCE=<repository> -D VERSION=<x.y.z> -D HEADER=<file> -P sim/version.cmake
# Outside a git checkout of this very repository (a tarball, perhaps inside another repository) the commit is left out.
set(SCNNSIM_VERSION ${VERSION})
set(SCNNSIM_GIT_DESCRIBE "")
if(EXISTS ${SOURCE}/.git)
  execute_process(COMMAND git describe --always --dirty --tags WORKING_DIRECTORY ${SOURCE}
                  OUTPUT_VARIABLE SCNNSIM_GIT_DESCRIBE OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
endif()
configure_file(${SOURCE}/sim/version.h.in ${HEADER} @ONLY)
