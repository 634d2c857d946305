window.onload = function () {
  const scheme = {{scheme}};
  window.ui = SwaggerUIBundle({
    urls: {{urls}},
    dom_id: '#swagger-ui',
    deepLinking: true,
    validatorUrl: null,
    persistAuthorization: true,
    tryItOutEnabled: true,
    defaultModelsExpandDepth: 0,
    presets: [SwaggerUIBundle.presets.apis, SwaggerUIStandalonePreset],
    plugins: [SwaggerUIBundle.plugins.DownloadUrl],
    layout: 'StandaloneLayout',
    // Who pastes a bare key means the scheme that the server takes it by.
    requestInterceptor: function (request) {
      const given = request.headers.Authorization;
      if (scheme && given && !given.includes(' ')) {
        request.headers.Authorization = scheme + ' ' + given;
      }
      return request;
    }
  });
};
