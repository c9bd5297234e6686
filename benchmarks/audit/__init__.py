"""External checks of a site: html-validate for its HTML, Lighthouse for its pages."""
