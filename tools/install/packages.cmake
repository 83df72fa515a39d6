# SPDX-License-Identifier: Apache-2.0
# Debian packages by CPack, a package per component: see tools/package.
set(SCNNSIM_MAINTAINER "The scnnsim developers <scnnsim@example.org>" CACHE STRING "Maintainer of the Debian packages")

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME scnnsim)
set(CPACK_PACKAGE_VERSION ${PROJECT_VERSION})
set(CPACK_PACKAGE_CONTACT "${SCNNSIM_MAINTAINER}")
set(CPACK_PACKAGE_DIRECTORY ${PROJECT_BINARY_DIR}/packages)
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_PRE_BUILD_SCRIPTS ${CMAKE_CURRENT_SOURCE_DIR}/compress_pages.cmake)
set(CPACK_STRIP_FILES ON)
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ
    WORLD_EXECUTE)
set(CPACK_COMPONENTS_ALL program dev)
if(SCNNSIM_IMPORT)
  list(APPEND CPACK_COMPONENTS_ALL import)
endif()
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION science)
set(CPACK_DEBIAN_PACKAGE_PRIORITY optional)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)

# The first line of a description is the package's synopsis; CPack would put one for all before it.
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "")
set(paragraph "Simulates the SCNN accelerator for compressed-sparse convolutional networks
cycle by cycle on real weights and activations, and checks that it computes
the right outputs.")
set(CPACK_DEBIAN_PROGRAM_PACKAGE_NAME scnnsim)
set(CPACK_DEBIAN_PROGRAM_DESCRIPTION "cycle-level simulator of the SCNN accelerator\n${paragraph}")
set(CPACK_DEBIAN_PROGRAM_PACKAGE_RECOMMENDS "gnuplot-nox | gnuplot")
set(CPACK_DEBIAN_PROGRAM_PACKAGE_SUGGESTS "bash-completion, scnnsim-import")

set(CPACK_DEBIAN_IMPORT_PACKAGE_NAME scnnsim-import)
set(CPACK_DEBIAN_IMPORT_DESCRIPTION "importer of ONNX models for scnnsim\n${paragraph}
.
This package makes traces of ONNX models, for scnnsim trace import.")
set(CPACK_DEBIAN_IMPORT_PACKAGE_DEPENDS "scnnsim (= ${PROJECT_VERSION})")

set(CPACK_DEBIAN_DEV_PACKAGE_NAME libscnnsim-dev)
set(CPACK_DEBIAN_DEV_PACKAGE_SECTION libdevel)
set(CPACK_DEBIAN_DEV_DESCRIPTION "simulator of the SCNN accelerator (development files)\n${paragraph}
.
This package has the static libraries, their headers and CMake files.")
string(CONCAT CPACK_DEBIAN_DEV_PACKAGE_DEPENDS
       "libboost-dev, libboost-program-options-dev, libfmt-dev, libhwy-dev, libmuparserx-dev, libsqlite3-dev, "
       "libsqlitecpp-dev, libsystemc-dev, libxxhash-dev, libyaml-cpp-dev, nlohmann-json3-dev, pkg-config")
include(CPack)
