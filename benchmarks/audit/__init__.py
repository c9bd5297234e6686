"""What tools from outside say of a site: html-validate of its HTML, Lighthouse of its pages."""
