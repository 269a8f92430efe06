// Swagger UI over this server's own description. Nothing is asked of any other machine.
window.addEventListener("load", () => {
  SwaggerUIBundle({
    url: "/api/v1/openapi.json",
    dom_id: "#description",
    deepLinking: true,
    docExpansion: "list",
    validatorUrl: null,
  });
});
