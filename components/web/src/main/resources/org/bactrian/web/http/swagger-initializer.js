window.onload = function () {
  const scheme = {{scheme}};
  const streamSeconds = 10;

  // A stream does not end by itself: what comes within some seconds is shown.
  async function fetchSome(url, options) {
    const answer = await fetch(url, options);
    if (!(answer.headers.get('Content-Type') || '').startsWith('text/event-stream')) {
      return answer;
    }
    const reader = answer.body.getReader();
    const timer = setTimeout(() => reader.cancel(), streamSeconds * 1000);
    const parts = [];
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      parts.push(part.value);
    }
    clearTimeout(timer);
    return new Response(new Blob(parts), answer);
  }

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
      request.userFetch = fetchSome;
      const given = request.headers.Authorization;
      if (scheme && given && !given.includes(' ')) {
        request.headers.Authorization = scheme + ' ' + given;
      }
      return request;
    }
  });
};
