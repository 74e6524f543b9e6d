// Drives Xero's official Node SDK against the address given, unchanged but for the hosts, and prints what it got.
// Usage: node node_client.js ADDRESS TENANT ACCESS_TOKEN REFRESH_TOKEN CLIENT_ID
const [address, tenant, accessToken, refreshToken, clientId] = process.argv.slice(2);
const axios = require(require.resolve('axios', { paths: [require.resolve('xero-node')] }));
axios.interceptors.request.use((request) => {
  request.url = request.url.replace(/https:\/\/(api|identity|login)\.xero\.com/, address);
  return request;
});
const { XeroClient } = require('xero-node');

async function main() {
  const xero = new XeroClient();
  xero.setTokenSet({ access_token: accessToken, refresh_token: refreshToken, token_type: 'Bearer' });
  const api = xero.accountingApi;
  const found = {};
  await xero.updateTenants(false);
  found.tenants = xero.tenants.map((each) => each.tenantId);
  found.organisation = (await api.getOrganisations(tenant)).body.organisations[0].name;
  found.accounts = (await api.getAccounts(tenant)).body.accounts.length;
  const names = ['Acme', 'Beta', 'ACME'].map((name) => ({ name }));
  const contacts = (await api.createContacts(tenant, { contacts: names }, false)).body.contacts;
  found.contacts = contacts.map((each) => each.statusAttributeString);
  const line = { description: 'Goods', quantity: 1, unitAmount: 100, accountCode: '200' };
  const bill = (number, more) => ({
    type: 'ACCREC', status: 'AUTHORISED', date: '2026-10-01', dueDate: '2026-10-31', invoiceNumber: number,
    contact: { contactID: contacts[0].contactID }, lineItems: [line], ...more,
  });
  const bills = { invoices: [bill('N-1'), bill('N-2'), bill('BAD', { lineItems: [{ ...line, unitAmount: -1 }] })] };
  const made = (await api.createInvoices(tenant, bills, false, 4)).body.invoices;
  found.invoices = made.map((each) => each.statusAttributeString);
  const page = (await api.getInvoices(tenant, undefined, undefined, 'InvoiceNumber ASC', undefined, undefined,
    undefined, ['AUTHORISED'], 1)).body;
  found.listed = page.invoices.map((each) => [each.invoiceNumber, each.total, each.lineItems.length]);
  const payment = { invoice: { invoiceID: made[0].invoiceID }, account: { code: '090' }, amount: 20, date: '2026-10-05' };
  const paid = (await api.createPayment(tenant, payment, 'node-key')).body.payments[0];
  const again = (await api.createPayment(tenant, payment, 'node-key')).body.payments[0];
  found.sameKey = paid.paymentID === again.paymentID;
  found.due = (await api.getInvoice(tenant, made[0].invoiceID)).body.invoices[0].amountDue;
  await api.deletePayment(tenant, paid.paymentID, { status: 'DELETED' });
  found.open = (await api.getInvoice(tenant, made[0].invoiceID)).body.invoices[0].amountDue;
  found.refused = await api.createPayment(tenant, { ...payment, amount: 121 }).catch((error) => status(error));
  found.missing = await api.getInvoice(tenant, '7f3f1b1e-0000-4000-8000-000000000000').catch((error) => status(error));
  await xero.refreshWithRefreshToken(clientId, 'none', refreshToken);
  found.refreshed = xero.readTokenSet().access_token !== accessToken;
  console.log(JSON.stringify(found));
}

function status(error) {
  const told = typeof error === 'string' ? JSON.parse(error) : error;
  return told.response ? told.response.statusCode || told.response.status : told.statusCode;
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
